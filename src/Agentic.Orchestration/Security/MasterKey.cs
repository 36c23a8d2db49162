using System.Security.Cryptography;
using Agentic.Orchestration.Storage;
using Microsoft.Extensions.Configuration;

namespace Agentic.Orchestration.Security;

internal static class MasterKey
{
    /// <exception cref="InvalidOperationException">It is missing outside Development, or no base64.</exception>
    public static byte[] Read(IConfiguration configuration, bool isDevelopment)
    {
        if (configuration["Secrets:MasterKey"] is { Length: > 0 } given)
        {
            try
            {
                return Convert.FromBase64String(given);
            }
            catch (FormatException)
            {
                throw new InvalidOperationException(
                    "Secrets:MasterKey must be base64 of at least 32 bytes (openssl rand -base64 32)."
                );
            }
        }
        if (!isDevelopment)
        {
            throw new InvalidOperationException(
                "Secrets:MasterKey is missing. Set Secrets__MasterKey to base64 of at least 32 bytes (openssl rand "
                    + "-base64 32) and keep it: without it no journal can be read."
            );
        }
        var file = StorageServices.StoreFile(configuration) + ".dev-key";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        if (!File.Exists(file))
        {
            File.WriteAllText(file, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
        return Convert.FromBase64String(File.ReadAllText(file));
    }
}
