import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../check/run-tool.ts';

const BOOT = join(ROOT, 'scripts', 'boot.mjs');

/** These run the checkout's own set-up, which a run through `npm test` has just done. */
describe('boot', () => {
  test('hands over arguments, output and exit status', () => {
    const program = 'console.log(JSON.stringify(process.argv.slice(1))); process.exit(7)';
    const { status, stdout } = spawnSync(process.execPath, [BOOT, 'run', '-e', program, 'a b', '"c"'], {
      encoding: 'utf8',
    });
    expect(JSON.parse(stdout)).toEqual(['a b', '"c"']);
    expect(status).toBe(7);
  });

  test('an unknown command is wrong usage', () => {
    expect(spawnSync(process.execPath, [BOOT, 'toString']).status).toBe(2);
  });

  test.skipIf(process.platform === 'win32')(
    'passes SIGTERM on and waits for the program to end',
    async () => {
      const program = `process.on('SIGTERM', () => { console.log('stopped'); process.exit(5); }); setInterval(() => {}, 1000); console.log('up')`;
      const child = spawn(process.execPath, [BOOT, 'run', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (said === '') child.kill('SIGTERM');
        said += text;
      });
      const [status] = (await once(child, 'close')) as [number];
      expect(said).toBe('up\nstopped\n');
      expect(status).toBe(5);
    },
  );
});
