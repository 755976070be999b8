import { call } from '../api.ts'
import { defineFileImport } from './file-import.ts'

/** 受注取込. */
export const useOrderImport = defineFileImport('order-import', {
  preview: (fileId) => call('import.preview', { fileId }),
  apply: (input) => call('import.apply', input),
})
