export * from './box.ts';
export * from './channel-secret.ts';
export * from './chunk.ts';
export * from './entry.ts';
export * from './evidence.ts';
export * from './mail.ts';
export * from './to-devices.ts';
