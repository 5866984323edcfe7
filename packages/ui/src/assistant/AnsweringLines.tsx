import { Sparkles } from 'lucide-react';
import { useEffect, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

interface Growing {
  key: string;
  name: string;
  text: string;
}

/** Answers that AI nodes are writing in a channel, as far as they have come. Who listens is told that one comes, not each word. */
export const AnsweringLines = ({ channel }: { channel: string }) => {
  const t = useTexts();
  const peer = usePeer();
  const [answers, setAnswers] = useState<readonly Growing[]>([]);
  useEffect(
    () =>
      peer.onEvent((event) => {
        if (event.type !== 'answering' || event.channel !== channel) return;
        const { account, to, name, text } = event;
        const key = `${account}/${to}`;
        setAnswers((before) => {
          if (text === undefined) return before.filter((one) => one.key !== key);
          const isNew = before.every((one) => one.key !== key);
          const next = { key, name, text };
          return isNew ? [...before, next] : before.map((one) => (one.key === key ? next : one));
        });
      }),
    [peer, channel],
  );
  return (
    <div className="answering">
      {answers.map(({ key, name, text }) => (
        <div key={key} className="answering-one">
          <output className="answering-head">
            <Sparkles size={14} aria-hidden="true" />
            {t('ai.answering', { name })}
          </output>
          <p className="answering-text" aria-hidden="true">
            <bdi>{text}</bdi>
          </p>
        </div>
      ))}
    </div>
  );
};
