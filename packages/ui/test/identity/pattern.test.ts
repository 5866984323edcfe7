import { describe, expect, it } from 'vitest';
import { deriveAccent, derivePattern, takeInitials } from '../../src/identity/pattern.ts';
import { idOf } from '../script.ts';

describe('what an account looks like', () => {
  it('is the same for one id and differs between ids', () => {
    const looks = Array.from({ length: 200 }, (_, index) =>
      JSON.stringify(derivePattern(idOf(`account ${index}`))),
    );
    expect(new Set(looks).size).toBe(200);
    expect(derivePattern(idOf('Ada'))).toEqual(derivePattern(idOf('Ada')));
  });

  it('gives a space one of eight accents', () => {
    const accents = new Set(Array.from({ length: 200 }, (_, index) => deriveAccent(idOf(`space ${index}`))));
    expect([...accents].sort((left, right) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([
    ['Ada', 'A'],
    ['Ben Okafor', 'BO'],
    ['  jean-luc  picard ', 'JP'],
    ['ליאור כהן', 'לכ'],
    ['👩‍🔬', '·'],
    ['', '·'],
    ['éva', 'É'],
  ])('%s is %s', (name, initials) => {
    expect(takeInitials(name)).toBe(initials);
  });
});
