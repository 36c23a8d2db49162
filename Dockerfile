FROM node:20 AS web
WORKDIR /src/src/Agentic.Web
COPY src/Agentic.Web .
RUN npm ci --no-audit --no-fund && npm run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
# The pages come from the stage before: this image has no Node.
COPY --from=web /src/src/Agentic.Web/dist src/Agentic.Web/dist
RUN dotnet publish src/Agentic.Host -c Release -o /app/host && dotnet publish src/Agentic.DemoShop -c Release -o /app/shop

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS host
# Asks the program whether it is ready.
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/host .
ENV Data__Folder=/data
VOLUME /data
ENTRYPOINT ["dotnet", "Agentic.Host.dll"]

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS shop
WORKDIR /app
COPY --from=build /app/shop .
ENTRYPOINT ["dotnet", "Agentic.DemoShop.dll"]
