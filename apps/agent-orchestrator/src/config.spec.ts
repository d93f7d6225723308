import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

describe('the configuration', () => {
  const env = {
    DATABASE_APP_URL: 'postgres://agent_orchestrator_app@localhost/countersign',
    DATABASE_SYSTEM_URL: 'postgres://agent_orchestrator_system@localhost/countersign',
    NATS_URL: 'nats://localhost:4222',
    NATS_PASSWORD: 'p',
    MODEL_PROVIDER: 'anthropic',
    HEALTH_PORT: '7413',
  };

  it('is read from the environment, with a model for each provider', () => {
    expect(readConfig(env)).toMatchObject({
      nats: { user: 'agent-orchestrator', password: 'p' },
      egressAllow: '',
      model: { provider: 'anthropic', model: expect.stringMatching(/^claude-/) as unknown },
    });
    expect(readConfig({ ...env, MODEL_ID: 'claude-x' }).model.model).toBe('claude-x');
  });

  it('has addresses of providers, patience and facts about models', () => {
    const facts = { 'llama-4': { contextTokens: 8_192, price: { input: 0.2, output: 1 } } };
    const { model } = readConfig({
      ...env,
      ...{ ANTHROPIC_BASE_URL: 'https://a.example/v1', OPENAI_BASE_URL: 'https://o.example/v1' },
      ...{ MODEL_STALL_SECONDS: '30', MODEL_FACTS: JSON.stringify(facts) },
    });
    expect(model).toMatchObject({ anthropicBaseUrl: 'https://a.example/v1', openaiBaseUrl: 'https://o.example/v1' });
    expect([model.stallMs, model.facts]).toEqual([30_000, facts]);
    expect(() => readConfig({ ...env, MODEL_FACTS: '{"m":{"price":1}}' })).toThrow(
      /MODEL_FACTS has no object as m.price/,
    );
  });

  it('names everything that is missing at once', () => {
    expect(() => readConfig({})).toThrow(/NATS_PASSWORD[^]*DATABASE_APP_URL[^]*MODEL_PROVIDER/);
  });

  it.each(['scripted', 'openai-compatible'])('wants an address for the provider %s', (provider) => {
    expect(() => readConfig({ ...env, MODEL_PROVIDER: provider })).toThrow(/MODEL_BASE_URL is required/);
    const config = readConfig({ ...env, MODEL_PROVIDER: provider, MODEL_BASE_URL: 'http://127.0.0.1:7452/v1' });
    expect(config.model.baseUrl).toBe('http://127.0.0.1:7452/v1');
  });
});
