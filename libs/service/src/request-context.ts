/** One store for both sides: what comes in over HTTP goes out over the bus, and into the logs, under the same id. */
export { currentRequestId, withRequestId } from '@countersign/messaging';
