/**
 * Two home networks and the street between them, of Linux network namespaces: `ada` and `ben` each behind a router that lets out what
 * begins inside and nothing in, and `relay` in the street, at a public address. Needs root, `ip` and `nft`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PREFIX = `plexi-${process.pid}`;
const STREET = `${PREFIX}-street`;
const HOMES = {
  ada: { router: '5.0.0.2', home: '192.168.71' },
  ben: { router: '5.0.0.3', home: '192.168.72' },
};
export const RELAY_IP = '5.0.0.10';

const run = (command: string, input?: string): boolean => {
  const [program = '', ...words] = command.split(' ');
  return spawnSync(program, words, { input, stdio: ['pipe', 'ignore', 'ignore'] }).status === 0;
};

const must = (command: string, input?: string): void => {
  if (!run(command, input)) throw new Error(command);
};

/** Endpoint-independent mapping, as Linux routers have it; what nobody inside asked for is dropped. */
const rules = (isFullyRandom: boolean): string => `
table ip nat {
  chain leaving {
    type nat hook postrouting priority 100;
    oifname "street" masquerade${isFullyRandom ? ' fully-random' : ''}
  }
}
table ip filter {
  chain passing {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    iifname "home" accept
  }
  chain coming {
    type filter hook input priority 0; policy accept;
    iifname "street" ct state new drop
  }
}
`;

const space = (name: string): string => `${PREFIX}-${name}`;

const plug = (name: string, ip: string): void => {
  must(`ip -n ${STREET} link add to-${name} type veth peer name street netns ${space(name)}`);
  must(`ip -n ${STREET} link set to-${name} master street up`);
  must(`ip -n ${space(name)} addr add ${ip}/24 dev street`);
  must(`ip -n ${space(name)} link set street up`);
};

const found = (name: string): void => {
  must(`ip netns add ${space(name)}`);
  must(`ip -n ${space(name)} link set lo up`);
};

export const tearDown = (): void => {
  for (const name of ['street', 'relay', 'ada', 'ben', 'ada-router', 'ben-router'])
    run(`ip netns del ${space(name)}`);
};

/** With `isFullyRandom` the routers give every connection another port, which nobody can guess. */
export const setUp = (isFullyRandom = false): void => {
  found('street');
  must(`ip -n ${STREET} link add street type bridge`);
  must(`ip -n ${STREET} link set street up`);
  found('relay');
  plug('relay', RELAY_IP);
  for (const [name, { router, home }] of Object.entries(HOMES)) {
    found(name);
    found(`${name}-router`);
    plug(`${name}-router`, router);
    must(`ip -n ${space(`${name}-router`)} link add home type veth peer name eth0 netns ${space(name)}`);
    must(`ip -n ${space(`${name}-router`)} addr add ${home}.1/24 dev home`);
    must(`ip -n ${space(`${name}-router`)} link set home up`);
    must(`ip -n ${space(name)} addr add ${home}.2/24 dev eth0`);
    must(`ip -n ${space(name)} link set eth0 up`);
    must(`ip -n ${space(name)} route add default via ${home}.1`);
    must(`ip netns exec ${space(`${name}-router`)} sysctl -qw net.ipv4.ip_forward=1`);
    must(`ip netns exec ${space(`${name}-router`)} nft -f -`, rules(isFullyRandom));
  }
};

/** Whether this machine lets us: tried, since no list of capabilities says it all. */
export const canBuildStreets = (): boolean => {
  try {
    setUp();
    return true;
  } catch {
    return false;
  } finally {
    tearDown();
  }
};

export interface Line {
  kind: string;
  device?: string;
  relayed?: boolean;
  addresses?: string[];
  text?: string;
  over?: string;
}

export interface Inhabitant {
  said: Line[];
  /** Resolves with the first line, past ones included, that matches. */
  says(matches: (line: Line) => boolean): Promise<Line>;
  tell(command: object): void;
  stop(): void;
}

/** Starts a device in its namespace. */
export const move = (name: 'relay' | 'ada' | 'ben', listen: string): Inhabitant => {
  const program = fileURLToPath(new URL('nat-process.ts', import.meta.url));
  const child: ChildProcess = spawn(
    'ip',
    ['netns', 'exec', space(name), process.execPath, program, name, listen],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const said: Line[] = [];
  const watchers = new Set<() => void>();
  createInterface(child.stdout as NonNullable<ChildProcess['stdout']>).on('line', (line) => {
    said.push(JSON.parse(line) as Line);
    for (const watch of watchers) watch();
  });
  return {
    said,
    says: (matches) =>
      new Promise((resolve) => {
        const watch = (): void => {
          const line = said.find(matches);
          if (line === undefined) return;
          watchers.delete(watch);
          resolve(line);
        };
        watchers.add(watch);
        watch();
      }),
    tell: (command) => void child.stdin?.write(`${JSON.stringify(command)}\n`),
    stop: () => child.kill('SIGKILL'),
  };
};
