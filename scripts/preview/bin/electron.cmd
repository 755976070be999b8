@echo off
rem Stands where Electron's executable would on Windows.
node "%~dp0..\launcher.mjs" %*
