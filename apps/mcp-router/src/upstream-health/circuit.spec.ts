import { describe, expect, it } from '@jest/globals';
import { CIRCUIT_FAILURES_MAX, CIRCUIT_OPEN_MS, CIRCUIT_OPEN_MS_MAX, CIRCUIT_PROBE_MS_MAX } from '../limits.js';
import { Circuit } from './circuit.js';

function anOpenCircuit(): Circuit {
  const circuit = new Circuit();
  for (let count = 0; count < CIRCUIT_FAILURES_MAX; count += 1) circuit.failed('refused', 0);
  return circuit;
}

describe('the circuit of an integration', () => {
  it('opens after failures in a row, and says why and until when', () => {
    const circuit = anOpenCircuit();
    expect(circuit.tryPass(CIRCUIT_OPEN_MS - 1)).toBe(false);
    expect(circuit.stateAt(0)).toBe('open');
    expect(circuit.told).toEqual({ failures: CIRCUIT_FAILURES_MAX, reason: 'refused', openUntilMs: CIRCUIT_OPEN_MS });
  });

  it('stays closed as long as one of them succeeds', () => {
    const circuit = new Circuit();
    for (let count = 0; count < 10 * CIRCUIT_FAILURES_MAX; count += 1) {
      if (count % CIRCUIT_FAILURES_MAX === 0) circuit.succeeded();
      else circuit.failed('HTTP 500', 0);
    }
    expect(circuit.tryPass(0)).toBe(true);
  });

  it('lets one through when the time is over, and everybody after its success', () => {
    const circuit = anOpenCircuit();
    expect(circuit.tryPass(CIRCUIT_OPEN_MS)).toBe(true);
    expect(circuit.stateAt(CIRCUIT_OPEN_MS)).toBe('half_open');
    expect(circuit.tryPass(CIRCUIT_OPEN_MS)).toBe(false);
    circuit.succeeded();
    expect(circuit.tryPass(CIRCUIT_OPEN_MS)).toBe(true);
    expect(circuit.stateAt(CIRCUIT_OPEN_MS)).toBe('closed');
  });

  it('lets another one through when that one said nothing', () => {
    const circuit = anOpenCircuit();
    circuit.tryPass(CIRCUIT_OPEN_MS);
    circuit.ended();
    expect(circuit.tryPass(CIRCUIT_OPEN_MS)).toBe(true);
  });

  it('waits twice as long after every try that fails, up to a limit', () => {
    const circuit = anOpenCircuit();
    let nowMs = 0;
    const waits = Array.from({ length: 8 }, () => {
      const { openUntilMs } = circuit.told;
      const wait = (openUntilMs ?? 0) - nowMs;
      nowMs = openUntilMs ?? 0;
      circuit.tryPass(nowMs);
      circuit.failed('refused', nowMs);
      return wait;
    });
    expect(waits.slice(0, 3)).toEqual([CIRCUIT_OPEN_MS, 2 * CIRCUIT_OPEN_MS, 4 * CIRCUIT_OPEN_MS]);
    expect(waits.at(-1)).toBe(CIRCUIT_OPEN_MS_MAX);
  });

  it('is not kept open for longer by those that were under way when it opened', () => {
    const circuit = anOpenCircuit();
    circuit.failed('refused', CIRCUIT_OPEN_MS - 1);
    expect(circuit.told.openUntilMs).toBe(CIRCUIT_OPEN_MS);
  });

  it('lets another one through when that one works for longer than any server needs to be found', () => {
    const circuit = anOpenCircuit();
    circuit.tryPass(CIRCUIT_OPEN_MS);
    expect(circuit.tryPass(CIRCUIT_OPEN_MS + CIRCUIT_PROBE_MS_MAX - 1)).toBe(false);
    expect(circuit.tryPass(CIRCUIT_OPEN_MS + CIRCUIT_PROBE_MS_MAX)).toBe(true);
    expect(circuit.tryPass(CIRCUIT_OPEN_MS + CIRCUIT_PROBE_MS_MAX)).toBe(false);
  });

  it('is not open for an hour because the clock was set back by one', () => {
    const hourMs = 3_600_000;
    expect(anOpenCircuit().tryPass(-hourMs)).toBe(true);
  });
});
