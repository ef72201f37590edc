/** Complaints of our own making, for stories that need many. */

/** What customers of this company complain about, in both languages. */
export const COMPLAINTS = [
  '冰箱三天不制冷，里面的菜全坏了，要求退款',
  'The dishwasher floods the kitchen every time it drains',
  '洗衣机漏水把地板泡了，请尽快派人来修',
  'The fridge died after two weeks and nobody calls back',
  '空调开机十分钟就跳闸，还冒烟，差点起火',
  'The oven door shattered and burned my hand',
  '客服电话打了五次没人接，态度也很差',
  'Wrong colour delivered, I want it exchanged',
  '快递把箱子摔坏了，屏幕有裂纹',
  'Great service, works well, I am happy',
  '油烟机装歪了，师傅还多收了八十块安装费',
  'The technician never came although I waited all day',
  '热水器漏电，老人洗澡时被电了一下，已经送医院',
  'The heater smells of smoke and throws sparks',
  '收到的型号不对，我订的是大容量的那款',
  'I was charged twice for the same order',
  '东西很好，师傅也细心，非常满意',
  'The manual comes only in a language I cannot read',
  '微波炉门关不上，转盘也不转',
  'The vacuum battery lasts four minutes',
  '发票催了两周一直没开，再不给就找 12315',
  'If nobody answers I will write to the media and my lawyer',
  '电饭煲内胆的涂层掉了，全家不敢再用',
  'The parcel arrived crushed and two parts are missing',
] as const
