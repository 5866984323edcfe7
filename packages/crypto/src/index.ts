export * from './account/phrase.ts';
export * from './account/safety-number.ts';
export * from './backup/backup.ts';
export * from './device/device.ts';
export * from './primitives/hkdf.ts';
export * from './primitives/stretch.ts';
export * from './secret/secret.ts';
export { dearerCost, measureCost } from './vault/cost.ts';
export * from './vault/vault.ts';
