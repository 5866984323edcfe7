/** What a hub says of a model: its files with their hashes, its licence, and which version of it that is. */
import { LIMITS, plexiError } from '@plexi/protocol';
import { z } from 'zod';
import { endpointOf, type HubAccess, requestJson } from './hub-request.ts';
import { formatHubReference, type HubReference } from './reference.ts';

export interface HubFile {
  path: string;
  /** Bytes. */
  size: number;
  /** In hex. */
  sha256: string;
}

export interface Licence {
  /** As the model card names it; `unknown` where it names none. */
  id: string;
  name: string | undefined;
  link: string | undefined;
}

export interface HubListing {
  /** The commit that all of it is of. */
  revision: string;
  licence: Licence;
  files: readonly HubFile[];
}

const text = z.string().max(1024);
const cardShape = z.object({
  license: z
    .union([text, z.array(text).min(1)])
    .optional()
    .catch(undefined),
  license_name: text.optional().catch(undefined),
  license_link: text.optional().catch(undefined),
});
const infoShape = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  cardData: cardShape.nullish().catch(undefined),
});
const entryShape = z.object({
  type: z.string(),
  path: text,
  size: z.number().int().min(0).max(LIMITS.modelFileBytes).optional(),
  lfs: z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.number().int().min(0) }).optional(),
});
const pageShape = z.array(entryShape).max(LIMITS.hubFiles);

/** The next page's address, of the same hub. RFC 8288 */
const nextPage = (headers: Headers, page: URL): URL | undefined => {
  const target = /<([^>]+)>\s*;\s*rel="?next"?/.exec(headers.get('link') ?? '')?.[1];
  if (target === undefined || !URL.canParse(target, page.href)) return undefined;
  const url = new URL(target, page);
  return url.origin === page.origin ? url : undefined;
};

const parse = <T>(shape: z.ZodType<T>, value: unknown, what: string): T => {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw plexiError('HUB_ANSWER_INVALID', { detail: what });
};

/** Throws NOT_FOUND, HUB_REFUSED, HUB_BUSY, HUB_UNREACHABLE, HUB_ANSWER_INVALID. */
export const listModel = async (reference: HubReference, access: HubAccess): Promise<HubListing> => {
  const { owner, repository } = reference;
  const what = formatHubReference({ ...reference, packing: undefined });
  const base = endpointOf(access);
  const about = await requestJson(new URL(`/api/models/${owner}/${repository}`, base), access, what);
  const { sha, cardData } = parse(infoShape, about.value, 'about the model');

  const files: HubFile[] = [];
  let page: URL | undefined = new URL(`/api/models/${owner}/${repository}/tree/${sha}?recursive=true`, base);
  for (let pages = 0; page !== undefined; pages++) {
    if (pages >= LIMITS.hubPages || files.length > LIMITS.hubFiles)
      throw plexiError('HUB_ANSWER_INVALID', { detail: 'a list of files without end' });
    const { value, headers } = await requestJson(page, access, what);
    for (const { type, path, lfs } of parse(pageShape, value, 'the list of files'))
      if (type === 'file' && lfs !== undefined) files.push({ path, size: lfs.size, sha256: lfs.oid });
    page = nextPage(headers, page);
  }
  const licence = cardData?.license;
  return {
    revision: sha,
    files,
    licence: {
      id: (Array.isArray(licence) ? licence[0] : licence)?.toLowerCase() ?? 'unknown',
      name: cardData?.license_name,
      link: cardData?.license_link,
    },
  };
};

/** Where a file of that version is fetched. */
export const fileUrl = (reference: HubReference, revision: string, path: string, access: HubAccess): URL =>
  new URL(
    `/${reference.owner}/${reference.repository}/resolve/${revision}/${path.split('/').map(encodeURIComponent).join('/')}`,
    endpointOf(access),
  );
