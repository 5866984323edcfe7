/**
 * One set-up at a time in one checkout: a folder is the lock, because making one is atomic on every file system.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { say } from './report.mjs';

const HEARTBEAT_MS = 2000;
const SILENT_MS = 20_000;
const SILENT_BUT_ALIVE_MS = 10 * 60_000;

/**
 * Does `work` while no other process does it. Waits for a living holder, takes over from a dead one.
 *
 * @template T
 * @param {string} folder made if missing; the lock lies in it
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function holdSetupLock(folder, work) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'setup.lock');
  let told = false;
  while (!makeFolder(lock)) {
    if (isAbandoned(lock)) takeAway(lock);
    else {
      if (!told) say('Another start is setting up this checkout; waiting for it.');
      told = true;
      await new Promise((wake) => setTimeout(wake, 200));
    }
  }
  writeFileSync(join(lock, 'owner.json'), JSON.stringify({ pid: process.pid, host: hostname() }));
  const heartbeat = setInterval(() => touch(lock), HEARTBEAT_MS);
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/** @param {string} lock */
function makeFolder(lock) {
  try {
    mkdirSync(lock);
    return true;
  } catch (cause) {
    if (hasCode(cause, 'EEXIST')) return false;
    throw cause;
  }
}

/** @param {string} lock */
function isAbandoned(lock) {
  const age = ageOf(lock);
  if (age === undefined) return false;
  try {
    const owner = JSON.parse(readFileSync(join(lock, 'owner.json'), 'utf8'));
    if (owner.host === hostname()) return !isAlive(owner.pid) || age > SILENT_BUT_ALIVE_MS;
  } catch {
    // Its holder has not written its name yet, or never will: only time tells.
  }
  return age > SILENT_MS;
}

/**
 * Two waiters may both find the same dead holder, and the slower one must not remove the faster one's new lock: so
 * removal has a lock of its own, and looks again inside it.
 *
 * @param {string} lock
 */
function takeAway(lock) {
  const removal = `${lock}.removal`;
  if (!makeFolder(removal)) {
    if ((ageOf(removal) ?? 0) > SILENT_MS) rmSync(removal, { recursive: true, force: true });
    return;
  }
  try {
    if (!isAbandoned(lock)) return;
    const grave = `${lock}.${process.pid}.gone`;
    renameSync(lock, grave);
    rmSync(grave, { recursive: true, force: true });
  } finally {
    rmSync(removal, { recursive: true, force: true });
  }
}

/** @param {string} path @returns {number | undefined} milliseconds; undefined where there is nothing */
function ageOf(path) {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

/** @param {string} path */
function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return hasCode(cause, 'EPERM');
  }
}

/** @param {unknown} cause @param {string} code */
function hasCode(cause, code) {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
