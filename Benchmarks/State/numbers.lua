-- Requests for wrk: each for the next of the callers' numbers, evenly over all records.
--
--   wrk -s numbers.lua http://127.0.0.1:PORT/@bench/change -- RECORDS
local requests, sent = {}, 0

function init(arguments)
   local records = tonumber(arguments[1])
   local step = math.max(1, math.floor(records / 20000))
   for number = 0, records - 1, step do
      local query = "?cdr_id=123&start_time=1200&input_result=None&numb=74951234567&numa=" .. string.format("%.0f", 74950000000 + number)
      requests[#requests + 1] = wrk.format("GET", wrk.path .. query)
   end
   -- Callers come in no order.
   math.randomseed(1)
   for last = #requests, 2, -1 do
      local other = math.random(last)
      requests[last], requests[other] = requests[other], requests[last]
   end
end

function request()
   sent = sent % #requests + 1
   return requests[sent]
end
