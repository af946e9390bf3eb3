import { describe, expect, it } from '@jest/globals';
import { graphSuite } from '../../../doors/graph-suite.ts';
import { openBench } from './loopback-meta.ts';
import { called, simulatedGraph } from './simulated-graph.ts';

graphSuite('the client before the simulator', simulatedGraph);

describe('the suite', () => {
  it('makes every call that a Graph has', () => {
    const { graph } = openBench('http://127.0.0.1');
    expect([...called].sort()).toEqual(Object.keys(graph).sort());
    expect(called.size).toBeGreaterThan(35);
  });
});
