import { defineStore } from 'pinia'
import { call } from '../api.ts'
import { createFileImport } from '../file-import.ts'

/** 会員取込. */
export const useMemberImport = defineStore('member-import', () =>
  createFileImport({
    preview: (fileId) => call('members.preview-import', { fileId }),
    apply: (input) => call('members.apply-import', input),
  }),
)
