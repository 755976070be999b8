import { defineStore } from 'pinia'
import { call } from '../api.ts'
import { createFileImport } from '../file-import.ts'

/** 受注取込. */
export const useOrderImport = defineStore('order-import', () =>
  createFileImport({
    preview: (fileId) => call('import.preview', { fileId }),
    apply: (input) => call('import.apply', input),
  }),
)
