import { test } from 'vitest';
import { expectCall } from './parsing.ts';

test.each([
  [
    'ai start --model ./a.gguf --model hf:a/b:Q4_K_M --data ./d --listen 127.0.0.1:1 --context 4096 --cpu --accept-licence gemma',
    'ai.start',
    {
      model: ['./a.gguf', 'hf:a/b:Q4_K_M'],
      data: './d',
      listen: '127.0.0.1:1',
      context: 4096,
      cpu: true,
      acceptLicence: ['gemma'],
    },
  ],
  ['ai status', 'ai.status', {}],
  ['ai stop --data ./d', 'ai.stop', { data: './d' }],
  ['ai model list --data ./d', 'ai.model.list', { data: './d' }],
  ['ai key create --name bot', 'ai.key.create', { name: 'bot' }],
  ['ai key list', 'ai.key.list', {}],
  ['ai key revoke bot --data ./d', 'ai.key.revoke', { key: 'bot', data: './d' }],
])('plexi %s', (line, operation, input) => expectCall(line, operation, input));
