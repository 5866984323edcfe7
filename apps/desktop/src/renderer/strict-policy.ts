/** Loaded before anything that parses: zod would otherwise try `new Function`, which the content security policy refuses. */
import { config } from 'zod';

config({ jitless: true });
