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

  it('names everything that is missing at once', () => {
    expect(() => readConfig({})).toThrow(/NATS_PASSWORD[^]*DATABASE_APP_URL[^]*MODEL_PROVIDER/);
  });

  it.each(['scripted', 'openai-compatible'])('wants an address for the provider %s', (provider) => {
    expect(() => readConfig({ ...env, MODEL_PROVIDER: provider })).toThrow(/MODEL_BASE_URL is required/);
    const config = readConfig({ ...env, MODEL_PROVIDER: provider, MODEL_BASE_URL: 'http://127.0.0.1:7452/v1' });
    expect(config.model.baseUrl).toBe('http://127.0.0.1:7452/v1');
  });
});
