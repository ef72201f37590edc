import { describe, expect, it } from 'vitest'
import { judge } from './judgement.ts'

describe('the stand-in reviewer', () => {
  it.each([
    ['很好用，家里人都很满意', false],
    ['excellent, we love it', false],
    ['用了一周就坏了，要求退款', true],
    ['It stopped working and nobody answers', true],
    ['音质不错，可是接口坏了，客服没人理', true],
    ['三天了', true],
  ])('takes %s for a complaint: %s', (text, complaint) => {
    expect(judge(text).complaint).toBe(complaint)
  })

  it('hears danger, the media, service and lost functions in single words', () => {
    expect(judge('插座冒烟，我要找记者曝光')).toMatchObject({ danger: true, media: true })
    expect(judge('the fridge is broken and support was rude')).toMatchObject({ core: 'lost', service: true })
    expect(judge('噪音有点大')).toMatchObject({ core: 'impaired', danger: false, media: false })
  })
})
