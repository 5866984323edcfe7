/** Where a model comes from: `hf:OWNER/REPO:QUANT`, or a file. */
import { plexiError } from '@plexi/protocol';

export interface HubReference {
  owner: string;
  repository: string;
  /** How the numbers of the wanted file are packed, as its name says: `Q4_K_M`. */
  packing: string | undefined;
}

const PREFIX = 'hf:';
// The hub's own rules for names; a name can't lead out of a folder.
const REFERENCE =
  /^hf:([A-Za-z0-9][A-Za-z0-9._-]{0,95})\/([A-Za-z0-9][A-Za-z0-9._-]{0,95})(?::([A-Za-z0-9][A-Za-z0-9._-]{0,63}))?$/;

export const isHubReference = (text: string): boolean => text.startsWith(PREFIX);

/** Throws INVALID_INPUT. */
export const parseHubReference = (text: string): HubReference => {
  const [, owner, repository, packing] = REFERENCE.exec(text) ?? [];
  if (owner === undefined || repository === undefined || text.includes('..'))
    throw plexiError('INVALID_INPUT', { detail: 'a model of the hub is named hf:OWNER/REPO:QUANT' });
  return { owner, repository, packing };
};

export const formatHubReference = ({ owner, repository, packing }: HubReference): string =>
  `${PREFIX}${owner}/${repository}${packing === undefined ? '' : `:${packing}`}`;
