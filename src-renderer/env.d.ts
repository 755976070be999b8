declare module 'virtual:theme.css'
declare module 'vuetify/styles/core'
declare module '@fontsource-variable/noto-sans-jp'
