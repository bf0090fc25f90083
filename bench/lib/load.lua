-- wrk: one request after the other with the tokens of a file ("-" for none); prints one JSON line at the end.
local requests, at = {}, 0

init = function(args)
  if args[1] == "-" then
    requests[1] = wrk.format("GET")
  else
    for token in io.lines(args[1]) do
      requests[#requests + 1] = wrk.format("GET", nil, { ["Authorization"] = "Bearer " .. token })
    end
  end
end

request = function()
  at = at % #requests + 1
  return requests[at]
end

done = function(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    'JSON{"requests":%d,"microseconds":%d,"p99":%d,"broken":%d,"refused":%d}\n',
    summary.requests, summary.duration, latency:percentile(99),
    failed.connect + failed.read + failed.write + failed.timeout, failed.status))
end
