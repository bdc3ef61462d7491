throw new Error('boot')
