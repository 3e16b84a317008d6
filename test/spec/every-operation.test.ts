import { expect } from 'chai'
import behaviours from '../../spec/zitadel.behaviours.js'
import { ID, served, verdict, useSystemApi } from './system-api.js'

describe('every operation of the shipped document', () => {
  useSystemApi()

  it('refuses nobody, a wrong token and, for its writes, a viewer', async () => {
    for (const { id, method, path, basePaths, source } of served().model.operations) {
      const url = (basePaths[0] ?? '') + fill(path)
      const permission = source['x-required-permission']
      if (permission === undefined) continue
      expect(await verdict(method, url, { token: '' }), id).to.equal('401 16')
      expect(await verdict(method, url, { token: 'nobody' }), id).to.equal('401 16 AUTH-7fs1e')
      const viewer = await verdict(method, url, { token: 'lockstep-viewer' })
      if (typeof permission === 'string' && /write|delete/.test(permission))
        expect(viewer, id).to.equal('403 7 AUTH-5mWD2')
      else expect(viewer, id).to.equal('200')
    }
  })

  it('answers 404 to anybody when its instance is not there', async () => {
    const inside = served().model.operations.filter(({ path }) => path.includes('{instanceId}'))
    expect(inside).to.have.length(14)
    for (const { id, method, path } of inside) {
      const url = `/system/v1${fill(path.replace('{instanceId}', '1'))}`
      expect(await verdict(method, url, { token: '' }), id).to.equal('404 5')
    }
  })

  it('has a behaviour', () => {
    expect(Object.keys(behaviours.operations).sort()).to.deep.equal(
      served()
        .model.operations.map(({ id }) => id)
        .sort(),
    )
  })

  const VALUES: Readonly<Record<string, string>> = {
    instanceId: ID,
    featureId: 'INSTANCE_FEATURE_LOGIN_DEFAULT_ORG',
    domain: 'acme.localhost',
    unit: 'UNIT_REQUESTS_ALL_AUTHENTICATED',
    failedSequence: '9823758',
  }

  function fill(path: string): string {
    return path.replace(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? 'x')
  }
})
