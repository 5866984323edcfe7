/**
 * What set-up says, always on stderr: stdout belongs to the program that runs afterwards.
 */
const started = Date.now();
const onTerminal = process.stderr.isTTY;
let drawn = false;

const elapsed = () => `${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s`;

/** @param {string} text */
export function say(text) {
  if (drawn) process.stderr.write('\r\x1b[2K');
  drawn = false;
  process.stderr.write(`plexi ${elapsed()}  ${text}\n`);
}

/**
 * Says how a step is going until it ends: redrawn on a terminal, a line now and then in a log.
 *
 * @template T
 * @param {string} title
 * @param {(tell: (state: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function showStep(title, work) {
  say(title);
  let state = '';
  const timer = setInterval(
    () => {
      if (!onTerminal) return say(`  … ${state === '' ? 'still at it' : state}`);
      process.stderr.write(
        `\r\x1b[2Kplexi ${elapsed()}    … ${state}`.slice(0, process.stderr.columns ?? 80),
      );
      drawn = true;
    },
    onTerminal ? 300 : 5000,
  );
  try {
    return await work((text) => {
      state = text;
    });
  } finally {
    clearInterval(timer);
    if (drawn) process.stderr.write('\r\x1b[2K');
    drawn = false;
  }
}

/**
 * A failure that a person can act on.
 *
 * @param {string} what one sentence: what happened
 * @param {string} next one sentence: what to do now
 * @param {string} [detail] the tool's own words
 */
export function setupFailure(what, next, detail = '') {
  return Object.assign(new Error(what), { next, detail });
}

/** @param {unknown} failure @returns {string} */
export const detailOf = (failure) =>
  failure instanceof Error && 'detail' in failure && typeof failure.detail === 'string' ? failure.detail : '';

/** @param {unknown} failure */
export function sayFailure(failure) {
  if (failure instanceof Error && 'next' in failure) {
    const detail = detailOf(failure);
    if (detail !== '') process.stderr.write(`${detail}\n`);
    say(`Set-up stopped: ${failure.message}`);
    say(`What to do: ${String(failure.next)}`);
    return;
  }
  say(`Set-up stopped unexpectedly: ${failure instanceof Error ? failure.stack : String(failure)}`);
}
