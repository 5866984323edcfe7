/** A channel's canvas: rich text that its members edit together. */
export * from './client-id.ts';
export * from './compare.ts';
export * from './editing.ts';
