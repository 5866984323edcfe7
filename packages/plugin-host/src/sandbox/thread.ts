/**
 * [P1] A plugin's thread: QuickJS compiled to WebAssembly, with nothing inside but the language and one function that takes text.
 * Memory, stack and time are bounded here; the thread's owner ends it where that is not enough.
 */
import { parentPort, workerData } from 'node:worker_threads';
import variant from '@jitl/quickjs-singlefile-mjs-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
} from 'quickjs-emscripten-core';
import { guest } from './guest.ts';
import type { ThreadMessage, ThreadStart } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('this runs in a thread');
const { code, now, limits } = workerData as ThreadStart;
const post = (message: ThreadMessage): void => port.postMessage(message);

/** Jobs run at once before time is looked at. */
const JOBS = 32;

/**
 * The bound on memory is that of WebAssembly itself. QuickJS's own counts hardly more than the number of allocations in this build,
 * since Emscripten does not say how large one is; it still refuses a single one that is too large.
 */
const PAGE = 64 * 1024;
const INITIAL_PAGES = 256;
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { Memory: new (pages: { initial: number; maximum: number }) => never };
};
const wasmMemory = new wasm.Memory({
  initial: INITIAL_PAGES,
  maximum: INITIAL_PAGES + limits.memoryBytes / PAGE,
});
const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory }));
const runtime = quickjs.newRuntime();
runtime.setMemoryLimit(limits.memoryBytes);
runtime.setMaxStackSize(limits.stackBytes);
let deadline = 0;
let cpuAtStart = 0;
const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
/** By the thread's own time: on a busy machine a plugin is not to blame for its neighbours. The wall clock is the cheap question. */
const isOver = (): boolean => performance.now() > deadline && cpuMs() - cpuAtStart > limits.turnMs;
runtime.setInterruptHandler(isOver);
const context = runtime.newContext();

let said = 0;
let saidBytes = 0;
/** The one way out. It takes a string and nothing else: no getter, proxy or method of the guest's is ever run from here. */
const send = context.newFunction('send', (message) => {
  if (context.typeof(message) !== 'string') throw new TypeError('only text goes out');
  const length = context.getProp(message, 'length').consume((handle) => context.getNumber(handle));
  said += 1;
  saidBytes += length;
  if (length > limits.messageBytes || said > limits.messagesPerTurn || saidBytes > 4 * limits.messageBytes)
    throw new RangeError('too much at once');
  post({ type: 'said', text: context.getString(message) });
});

const tell = (handle: QuickJSHandle): string => {
  if (context.typeof(handle) !== 'object') return 'the code threw something';
  // A message may be a getter: it runs within the turn's time like all other code.
  const name = context.getProp(handle, 'name').consume((part) => context.getString(part));
  const message = context.getProp(handle, 'message').consume((part) => context.getString(part));
  // Where there is no memory left, an error has no words either.
  const words = [name, message].filter((part) => part !== '').join(': ');
  return words === '' ? 'the code threw something, or ran out of memory' : words.slice(0, 300);
};

const runJobs = (): string | undefined => {
  while (runtime.hasPendingJob()) {
    const jobs = runtime.executePendingJobs(JOBS);
    if (jobs.error !== undefined) return jobs.error.consume(tell);
    if (isOver()) return 'the turn took too long';
  }
  return undefined;
};

/** Runs one turn to its end, its promises included. */
const turn = (work: () => ReturnType<QuickJSContext['evalCode']>): void => {
  said = 0;
  saidBytes = 0;
  const began = performance.now();
  deadline = began + limits.turnMs;
  cpuAtStart = cpuMs();
  let fault: string | undefined;
  try {
    const result = work();
    if (result.error === undefined) result.value.dispose();
    else fault = result.error.consume(tell);
    fault ??= runJobs();
  } catch (error) {
    fault = error instanceof Error ? error.message : 'the sandbox failed';
  }
  const ms = cpuMs() - cpuAtStart;
  if (isOver()) fault = 'the turn took too long';
  post({ type: 'turned', ms, ...(fault === undefined ? {} : { fault: fault.slice(0, 400) }) });
};

deadline = Number.POSITIVE_INFINITY;
const entry = context.unwrapResult(context.evalCode(`(${guest.toString()})`, 'plexi.js'));
const ends = context.unwrapResult(context.callFunction(entry, context.undefined, send));
const deliver = context.getProp(ends, 'deliver');
const watch = context.getProp(ends, 'watch');

const take = (text: string): void =>
  turn(() =>
    context.newString(text).consume((handle) => context.callFunction(deliver, context.undefined, handle)),
  );
take(JSON.stringify({ kind: 'clock', now }));
turn(() => {
  const result = context.evalCode(code, 'code.js', { type: 'module' });
  return result.error === undefined
    ? result.value.consume((handle) => context.callFunction(watch, context.undefined, handle))
    : result;
});

port.on('message', (text: unknown) => {
  if (typeof text === 'string') take(text);
});
