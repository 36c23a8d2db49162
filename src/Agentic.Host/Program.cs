using Agentic.Host;

return await AgenticHost.RunAsync(args);
