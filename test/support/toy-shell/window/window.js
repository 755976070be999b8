const find = (id) => document.getElementById(id)

window.violations = []
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.effectiveDirective))

window.toy.onEvent((message) => {
  const item = document.createElement('li')
  item.textContent = message
  find('events').append(item)
})

find('ask').addEventListener('click', async () => {
  find('answer').textContent = JSON.stringify(await window.toy.call('echo', { 数: 3 }))
})
