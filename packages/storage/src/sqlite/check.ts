/** Looking for damage: first as SQLite does, table by table with their indexes, then what tables say about each other. */
import type { Connection } from './driver.ts';
import { toStoreError } from './failure.ts';

/** The index's own tables among them. */
const TABLES =
  'space log epoch entry body record channel writer message annotation mark_settled mark_young mark_segment mark_state version ' +
  'search_state search_place search_data search_idx search_docsize search_config';

const NAMES = TABLES.split(' ');

/** Each finds a row where something is wrong. */
const QUESTIONS = [
  'SELECT 1 FROM message m WHERE m.source IS NOT NULL AND NOT EXISTS (SELECT 1 FROM body b WHERE b.entry = m.source)',
  'SELECT 1 FROM body b WHERE NOT EXISTS (SELECT 1 FROM entry e WHERE e.id = b.entry)',
  'SELECT 1 FROM log l WHERE l.sequence <> (SELECT count(*) FROM entry e WHERE e.log = l.id)',
  'SELECT 1 FROM channel c WHERE c.messages <> (SELECT count(*) FROM message m WHERE m.channel = c.id AND m.shown = 1)',
  `SELECT 1 FROM message m, search_state s WHERE m.id <= s.message_mark
     AND NOT EXISTS (SELECT 1 FROM search_place p WHERE p.message = m.id)`,
  'SELECT 1 FROM search_place p WHERE p.message IS NOT NULL AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = p.message)',
];

export const CHECKED_PARTS = NAMES.length + QUESTIONS.length;

/** Whether one part, from 0, is as it should be. Throws what is no damage. */
export const checkPart = (connection: Connection, part: number): boolean => {
  const table = NAMES[part];
  const question = QUESTIONS[part - NAMES.length];
  try {
    if (table !== undefined) return connection.pragma(`quick_check('${table}')`, { simple: true }) === 'ok';
    return question === undefined || connection.prepare(`${question} LIMIT 1`).get() === undefined;
  } catch (error) {
    if (toStoreError(error).code === 'STORE_CORRUPT') return false;
    throw error;
  }
};
