export * from './box.ts';
export * from './entry.ts';
