export { type FetchEvent, type FetchModelOptions, fetchModel } from './fetch-model.ts';
export { licenceName } from './licence.ts';
export type { Licence } from './listing.ts';
export { listModels, type StoredModel } from './model-store.ts';
export { isHubReference, parseHubReference } from './reference.ts';
