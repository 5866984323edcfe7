/** A program that fetches a model, to be killed while it does. Arguments: the hub's address, the folder. */
import { fetchModel, parseHubReference } from '../../src/hub/index.ts';

const [, , endpoint = '', folder = ''] = process.argv;
await fetchModel(parseHubReference('hf:ada/tiny:Q4_K_M'), {
  folder,
  access: { endpoint },
  acceptLicence: async () => false,
});
