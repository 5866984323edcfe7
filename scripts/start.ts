/** `npm start`. */
import { start } from '../apps/desktop/src/launch/start.ts';

process.exit(await start(process.argv.slice(2)));
