export type * from './attachment-store.ts';
export {
  createFileAttachmentStore,
  type FileAttachmentStoreOptions,
} from './file/create-file-attachment-store.ts';
