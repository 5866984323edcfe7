export * from './account/phrase.ts';
export * from './device/device.ts';
export * from './primitives/hkdf.ts';
export * from './primitives/stretch.ts';
export * from './secret/secret.ts';
export * from './vault/vault.ts';
