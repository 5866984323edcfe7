/** How far something is, on standard error: a line that is written over on a terminal, nothing where there is none. */
import { harmlessLine } from '@plexi/operations/command';

export interface Meter {
  show(what: string, bytes: number): void;
  say(what: string): void;
  end(): void;
}

const CLEAR_LINE = '\r\u001b[K';
const EVERY_MS = 100;
let last = 0;

export const createMeter = (name: string, size: number): Meter => {
  const { stderr } = process;
  const isShown = stderr.isTTY;
  const line = (text: string): void => void stderr.write(`${CLEAR_LINE}${harmlessLine(name)}: ${text}`);
  return {
    show: (what, bytes) => {
      if (!isShown || performance.now() - last < EVERY_MS) return;
      last = performance.now();
      line(`${what} ${size === 0 ? 100 : Math.floor((bytes / size) * 100)} %`);
    },
    say: (what) => {
      if (isShown) line(what);
      else if (performance.now() - last > EVERY_MS * 50) stderr.write(`${harmlessLine(name)}: ${what}\n`);
      last = performance.now();
    },
    end: () => {
      if (isShown) stderr.write(CLEAR_LINE);
    },
  };
};
