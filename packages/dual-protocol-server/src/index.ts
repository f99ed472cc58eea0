export {
  createDualProtocolServer,
  type DualProtocolOptions,
  type DualProtocolServer,
  type NodeExchange,
  type NodeRequest,
  type NodeResponse,
} from './create-dual-protocol-server.ts';
