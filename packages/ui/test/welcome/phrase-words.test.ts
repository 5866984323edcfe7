import { describe, expect, it } from 'vitest';
import { choosePlaces, PHRASE_WORDS, readPhrase, splitPhrase } from '../../src/welcome/phrase-words.ts';
import { PHRASE } from '../script.ts';

describe('reading a recovery phrase', () => {
  it('takes numbering, commas, capitals and line breaks as they come', () => {
    const words = PHRASE.split(' ');
    const typed = words.map((word, index) => `${index + 1}. ${word.toUpperCase()},`).join('\n');
    expect(splitPhrase(typed)).toEqual(words);
    expect(readPhrase(typed)).toEqual({ words, unknown: [] });
  });

  it('names the word that is off, and what may be meant', () => {
    expect(readPhrase('legal winer thank').unknown).toEqual([
      { place: 2, word: 'winer', suggestion: 'winner' },
    ]);
    expect(readPhrase('legal satoshy').unknown).toEqual([
      { place: 2, word: 'satoshy', suggestion: 'satoshi' },
    ]);
    expect(readPhrase('legal qqqq').unknown).toEqual([{ place: 2, word: 'qqqq' }]);
  });

  it('leaves the word that is being typed alone', () => {
    expect(readPhrase('legal win', true).unknown).toEqual([]);
    expect(readPhrase('legal win ', true).unknown).toHaveLength(0);
    expect(readPhrase('legal winx ', true).unknown).toHaveLength(1);
  });

  it('asks for distinct places in order, whatever the dice say', () => {
    for (const random of [() => 0, (below: number) => below - 1, (below: number) => below >> 1]) {
      const places = choosePlaces(3, random);
      expect(new Set(places).size).toBe(3);
      expect([...places].sort((left, right) => left - right)).toEqual(places);
      expect(places.every((place) => place >= 1 && place <= PHRASE_WORDS)).toBe(true);
    }
  });
});
