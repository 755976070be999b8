import { call } from '../api.ts'
import { defineFileImport } from './file-import.ts'

/** 会員取込. */
export const useMemberImport = defineFileImport('member-import', {
  preview: (fileId) => call('members.preview-import', { fileId }),
  apply: (input) => call('members.apply-import', input),
})
