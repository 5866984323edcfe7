export { type AiNodePort, createBalancer } from './balancer.ts';
export { chooseNode, type NodeState } from './choose-node.ts';
export { openHttpNode } from './http-node.ts';
export {
  GONE_MS,
  type HeardWord,
  type NodeWord,
  type SharedQuestion,
  TURN_MS,
  type Turn,
  takersOf,
  turnOf,
  WORD_MS,
} from './turn.ts';
