/** Which licences ask nothing of whoever runs a model. All others are for a person to read and to accept by name. */
import type { Licence } from './listing.ts';

const OPEN = new Set([
  'apache-2.0',
  'mit',
  'bsd',
  'bsd-2-clause',
  'bsd-3-clause',
  'bsd-3-clause-clear',
  'isc',
  'unlicense',
  'cc0-1.0',
  'cc-by-4.0',
  'cc-by-sa-4.0',
  'cdla-permissive-2.0',
]);

export const asksNothing = ({ id }: Licence): boolean => OPEN.has(id);

/** What a person accepts it by. */
export const licenceName = ({ id, name }: Licence): string => (id === 'other' ? (name ?? id) : id);
