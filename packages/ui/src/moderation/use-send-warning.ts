import type { MessageFinding } from '@plexi/operations';
import { useRef, useState } from 'react';

/** What others would be warned of in a text, if anything. */
export type CheckText = (text: string) => Promise<MessageFinding | undefined>;

export interface SendWarningState {
  /** What was found in the text as it stands. */
  finding: MessageFinding | undefined;
  /** Looks at the text; true where the writer has not been warned of it yet. Undefined where there is nothing to look for. */
  stops: (() => Promise<boolean>) | undefined;
  drop: () => void;
}

/** [A3] Warns once of each text that others would not see at once. Sent again as it is, it goes. */
export const useSendWarning = (check: CheckText | undefined, text: string): SendWarningState => {
  const [warned, setWarned] = useState<{ text: string; finding: MessageFinding }>();
  const looking = useRef(false);
  const finding = warned?.text === text ? warned.finding : undefined;
  const look = async (find: CheckText): Promise<boolean> => {
    if (looking.current) return true;
    setWarned(undefined);
    if (finding !== undefined || text.trim() === '') return false;
    looking.current = true;
    const found = await find(text);
    looking.current = false;
    if (found !== undefined) setWarned({ text, finding: found });
    return found !== undefined;
  };
  return {
    finding,
    stops: check && (() => look(check)),
    drop: () => setWarned(undefined),
  };
};
