/**
 * [K6] What is sealed in an epoch is sealed under secrets that derive from the epoch's history secret, one for each channel: who is
 * given a channel's opens that channel and nothing else.
 */
import { type ChannelId, concatBytes, idToBytes, type Primitives, utf8 } from '@plexi/protocol';

const CONTEXT = utf8('plexi/channel-secret/1\0');

/** A channel's secret of an epoch: HMAC-SHA-256, under the epoch's history secret, of context | channel id 32. */
export const channelSecret = (
  primitives: Primitives,
  epochSecret: Uint8Array,
  channel: ChannelId,
): Uint8Array => primitives.hmacSha256(epochSecret, concatBytes(CONTEXT, idToBytes(channel)));
