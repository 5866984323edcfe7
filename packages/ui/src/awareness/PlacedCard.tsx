import type { PlacedMessage } from '@plexi/operations';
import type { ReactNode } from 'react';
import { MessageCard } from '../timeline/MessageCard.tsx';
import { usePlace } from '../timeline/PlaceProvider.tsx';

/** A message from anywhere, with the place that it is in and the way there. */
export const PlacedCard = ({ message, children }: { message: PlacedMessage; children?: ReactNode }) => {
  const { space, goToMessage } = usePlace();
  const place =
    message.space === space.id ? message.channelName : `${message.channelName} · ${message.spaceName}`;
  return (
    <MessageCard
      message={message}
      place={place}
      onGo={() => goToMessage({ space: message.space, channel: message.channel, message: message.id })}
    >
      {children}
    </MessageCard>
  );
};
