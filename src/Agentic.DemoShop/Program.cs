using Agentic.DemoShop;

await DemoShopApp.Build(args).RunAsync();
