/** Messages that carry files of every kind, with pictures that are drawn when they are wanted. */
import type { FileSummary, Message } from '@plexi/operations';
import { idOf, messageOf } from '../script.ts';

const draw = (width: number, height: number, hue: number): string => {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return '';
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, `hsl(${hue} 60% 78%)`);
  sky.addColorStop(0.6, `hsl(${hue + 20} 55% 60%)`);
  sky.addColorStop(1, `hsl(${hue + 40} 45% 30%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `hsl(${hue + 180} 80% 70%)`;
  context.beginPath();
  context.arc(width * 0.7, height * 0.35, Math.min(width, height) * 0.14, 0, 7);
  context.fill();
  return canvas.toDataURL('image/webp', 0.7);
};

const bytesOf = (address: string): string => atob(address.slice(address.indexOf(',') + 1));

export const fileScene = (): { messages: Message[]; files: Map<string, string> } => {
  const files = new Map<string, string>();
  const picture = (name: string, width: number, height: number, hue: number): FileSummary => {
    const whole = draw(width, height, hue);
    const id = idOf(`file ${name}`);
    files.set(id, bytesOf(whole));
    const scale = 320 / Math.max(width, height);
    const preview = draw(Math.round(width * scale), Math.round(height * scale), hue);
    return { id, name, type: 'image/webp', size: bytesOf(whole).length, width, height, preview };
  };
  const other = (name: string, type: string, size: number, bytes?: string): FileSummary => {
    const id = idOf(`file ${name}`);
    if (bytes !== undefined) files.set(id, bytes);
    return { id, name, type, size: bytes?.length ?? size };
  };
  const messages = [
    messageOf('Ben Okafor', 'The pier this morning.', { files: [picture('pier.webp', 1200, 800, 200)] }),
    messageOf('Noor', '', {
      files: [
        picture('one.webp', 900, 900, 20),
        picture('two.webp', 600, 1200, 120),
        picture('three.webp', 1600, 500, 300),
      ],
    }),
    messageOf('Ada', 'The plan, and what the logger said.', {
      files: [
        other('Harbour plan 2026.pdf', 'application/pdf', 2_480_000, `%PDF-1.7 ${'x'.repeat(4000)}`),
        other('readings.csv', 'text/csv', 18_300, 'time,depth\n09:00,4.2\n'),
      ],
    }),
    messageOf('Noor', 'The fog horn', {
      files: [other('horn.mp3', 'audio/mpeg', 640_000, `ID3${'\u0000'.repeat(900)}`)],
    }),
    messageOf('Ben Okafor', 'Is this one safe?', {
      files: [
        other('photo\u202egpj.exe', 'image/jpeg', 88_000, `MZ${'\u0090'.repeat(600)}`),
        other('holiday.png', 'image/png', 300, '<svg onload="document.title=1">'),
        other('far away.zip', 'application/zip', 73_400_320),
      ],
    }),
  ];
  // The heads of pictures of 900 and 268 megapixels: no more of them is needed to make a browser unpack them.
  const png = '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\u0075\u0030\0\0\u0075\u0030';
  const webp = 'RIFF\0\0\0\0WEBPVP8L\n\0\0\0/\u00ff\u00ff\u00ff\u000f\0\0\0\0';
  const preview = `data:image/webp;base64,${btoa(webp)}`;
  const bomb = { ...other('bomb.png', 'image/png', 0, png), width: 600, height: 600, preview };
  messages.push(messageOf('Mallory', 'Look at this!', { files: [bomb] }));
  return { messages, files };
};
