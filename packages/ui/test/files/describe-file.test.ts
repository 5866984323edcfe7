import { describe, expect, test } from 'vitest';
import { claimedKind, isMisnamed, saySize, showName } from '../../src/files/describe-file.ts';
import { isHuge, pictureSize } from '../../src/files/picture-size.ts';
import { isSmallPicture } from '../../src/files/small-picture.ts';
import { sniff } from '../../src/files/sniff.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));

/** The head of a PNG (RFC 2083, section 11.2.2) that says it is so large. */
const png = (width: number, height: number): Uint8Array => {
  const head = hex('89504e470d0a1a0a 0000000d 49484452 00000000 00000000 08060000');
  new DataView(head.buffer).setUint32(16, width);
  new DataView(head.buffer).setUint32(20, height);
  return head;
};

describe('what a file is', () => {
  test.each([
    ['ffd8ffe0', 'image', 'image/jpeg'],
    ['474946383961', 'image', 'image/gif'],
    ['52494646 00000000 57454250', 'image', 'image/webp'],
    ['52494646 00000000 57415645', 'audio', 'audio/wav'],
    ['0000001c 66747970 61766966', 'image', 'image/avif'],
    ['0000001c 66747970 69736f6d', 'video', 'video/mp4'],
    ['4d5a9000', 'program', ''],
    ['7f454c46', 'program', ''],
    ['504b0304', 'archive', ''],
    ['00', 'unknown', ''],
    ['', 'unknown', ''],
  ])('%s is %s', (start, kind, type) => {
    expect(sniff(hex(start))).toEqual({ kind, type });
  });

  test.each([
    '<svg onload=alert(1)>',
    '  \n<!DOCTYPE html>',
    '\u00ef\u00bb\u00bf<?xml version="1.0"?>',
    '<SCRIPT>',
  ])('%j is markup, which is never shown', (text) => {
    expect(sniff(bytes(text))).toEqual({ kind: 'markup', type: '' });
  });

  test('a name that says something else than the bytes is told', () => {
    expect(isMisnamed('holiday.png', sniff(bytes('<svg>')))).toBe(true);
    expect(isMisnamed('holiday.png', sniff(bytes('MZ')))).toBe(true);
    expect(isMisnamed('holiday.png', sniff(bytes('nothing that is known')))).toBe(true);
    expect(isMisnamed('notes.txt', sniff(bytes('MZ')))).toBe(true);
    expect(isMisnamed('holiday.png', sniff(png(1, 1)))).toBe(false);
    expect(isMisnamed('song.mp4', sniff(hex('0000001c 66747970 4d344120')))).toBe(false);
    expect(isMisnamed('notes.txt', sniff(bytes('plain words')))).toBe(false);
    expect(isMisnamed('setup.exe', sniff(bytes('MZ')))).toBe(false);
  });
});

describe('a name', () => {
  test('shows what would not be seen', () => {
    expect(showName('photo\u202egpj.exe')).toBe('photo\ufffdgpj.exe');
    expect(showName('a\u0000b\u200bc\n.txt')).toBe('a\ufffdb\ufffdc\ufffd.txt');
    expect(showName('خطة.pdf')).toBe('خطة.pdf');
  });

  test('claims what its ending says', () => {
    expect(['a.JPG', 'b.tar.gz', 'c.exe', 'd.svg', 'e.pdf', 'f.opus', 'g.mov', 'h'].map(claimedKind)).toEqual(
      ['image', 'archive', 'program', 'markup', 'pdf', 'audio', 'video', 'unknown'],
    );
    expect(claimedKind('photo.jpg\u200b.exe')).toBe('program');
    expect(claimedKind('invoice.pdf.scr')).toBe('program');
  });
});

describe('a picture', () => {
  test('says how large it is in its head', () => {
    expect(pictureSize(png(640, 480))).toEqual({ width: 640, height: 480 });
    expect(pictureSize(hex('474946383961 8002 e001'))).toEqual({ width: 640, height: 480 });
    expect(pictureSize(hex('ffd8 ffe0 0004 0000 ffc0 0011 08 01e0 0280 03'))).toEqual({
      width: 640,
      height: 480,
    });
    expect(pictureSize(hex('52494646 00000000 57454250 56503858 0a000000 00000000 7f0200 df0100'))).toEqual({
      width: 640,
      height: 480,
    });
    const avif = '00000014 66747970 61766966 00000000 61766966';
    const extent = (side: string): string => `00000014 69737065 00000000 ${side} ${side}`;
    expect(pictureSize(hex(`${avif} ${extent('00000200')} ${extent('00007530')}`))).toEqual({
      width: 30_000,
      height: 30_000,
    });
    expect(pictureSize(hex(avif))).toBeUndefined();
    for (const broken of ['', 'ffd8', 'ffd8 0000', '89504e470d0a1a0a', '474946383961'])
      expect(pictureSize(hex(broken))).toBeUndefined();
  });

  test('[L6] of more than a hundred megapixels is not decoded', () => {
    expect(isHuge(pictureSize(png(10_000, 10_000)) ?? { width: 0, height: 0 })).toBe(false);
    expect(isHuge(pictureSize(png(60_000, 60_000)) ?? { width: 0, height: 0 })).toBe(true);
  });
});

test('[L6] a small picture is one by its bytes, and stays small when it is unpacked', () => {
  const address = (type: string, content: Uint8Array): string =>
    `data:${type};base64,${btoa(String.fromCharCode(...content))}`;
  expect(isSmallPicture(address('image/png', png(640, 480)))).toBe(true);
  expect(isSmallPicture(address('image/png', png(30_000, 30_000)))).toBe(false);
  // A few bytes of WebP, 16,383 pixels square: a gigabyte once it is unpacked.
  expect(
    isSmallPicture(
      address('image/webp', hex('52494646 00000000 57454250 5650384c 0a000000 2f ffffff0f 00000000')),
    ),
  ).toBe(false);
  expect(isSmallPicture(address('image/png', bytes('<svg>')))).toBe(false);
  expect(isSmallPicture(address('image/svg+xml', png(1, 1)))).toBe(false);
  expect(isSmallPicture('https://elsewhere.example/a.png')).toBe(false);
  expect(isSmallPicture('data:image/png;base64,%%%')).toBe(false);
});

test('sizes are said in few digits, in the language of the reader', () => {
  expect([0, 1, 999, 1000, 1234, 15_400, 999_600, 104_857_600].map((size) => saySize(size, 'en'))).toEqual([
    '0 bytes',
    '1 byte',
    '999 bytes',
    '1 kB',
    '1.2 kB',
    '15 kB',
    '1 MB',
    '105 MB',
  ]);
  expect(saySize(1_234_567, 'ar-EG')).toMatch(/١٫٢/u);
});
