import { useQuery } from '../connection/use-query.ts';

/** The reports of a space that one may see; asked again when one comes or is decided. */
export const useReports = (space: string | undefined) =>
  useQuery('report.list', space === undefined ? undefined : { space }, (event) => event.type === 'reports');

/** What was decided about what this account wrote. */
export const useNotices = (space: string) =>
  useQuery('report.notices', { space }, (event) => event.type === 'reports');
