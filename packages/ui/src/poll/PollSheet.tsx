import type { ChannelSummary } from '@plexi/operations';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button, IconButton } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { Tick } from '../controls/Tick.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';

/** Options that one poll offers at most. */
const MOST = 10;

/** Asks a question with answers to choose from. */
export const PollSheet = ({ channel, onClose }: { channel: ChannelSummary; onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const { space } = usePlace();
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState(['', '']);
  const [multiple, setMultiple] = useState(false);
  const [tried, setTried] = useState(false);
  const filled = options.map((option) => option.trim()).filter((option) => option !== '');
  const ask = useCommand(async () => {
    await peer.call('message.poll', {
      space: space.id,
      channel: channel.id,
      question: question.trim(),
      options: filled,
      multiple,
    });
    onClose();
  });
  const change = (at: number, words: string): void =>
    setOptions(options.map((option, index) => (index === at ? words : option)));
  const submit = (): void => {
    setTried(true);
    if (question.trim() !== '' && filled.length >= 2) ask.run();
  };
  return (
    <Sheet title={t('poll.title', { channel: channel.name })} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label={t('poll.question')}
          value={question}
          onChange={setQuestion}
          autoFocus
          problem={tried && question.trim() === '' ? t('poll.question.empty') : undefined}
        />
        {options.map((option, index) => (
          <div className="poll-field" key={`option-${String(index)}`}>
            <Field
              label={t('poll.option', { place: index + 1 })}
              value={option}
              onChange={(words) => change(index, words)}
              problem={
                tried && index === filled.length && filled.length < 2 ? t('poll.option.empty') : undefined
              }
            />
            {options.length > 2 ? (
              <IconButton
                label={t('poll.option.remove', { place: index + 1 })}
                icon={<X size={16} />}
                onPress={() => setOptions(options.filter((_, at) => at !== index))}
              />
            ) : null}
          </div>
        ))}
        {options.length < MOST ? (
          <Button look="quiet" icon={<Plus size={16} />} onPress={() => setOptions([...options, ''])}>
            {t('poll.option.add')}
          </Button>
        ) : null}
        <Tick selected={multiple} onChange={setMultiple}>
          {t('poll.multiple')}
        </Tick>
        <FailureNotice failure={ask.failure} />
        <div className="sheet-actions">
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit" busy={ask.busy}>
            {t('poll.ask')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
};
