using System.Text;
using System.Xml.Linq;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// The framework's keys for sessions and links, in the store, encrypted with a key of the master key's: a session that one host
/// began is good on every host, and whoever reads the database cannot make one.
/// </summary>
/// <param name="formerFolder">Where earlier versions kept them as files: sessions of that time stay good.</param>
internal sealed class ProtectionKeys(IProtectionKeyStore store, Secrets secrets, string formerFolder) : IXmlRepository
{
    /// <summary>The name of the first key: of hosts that start at once, one makes it, and the others take it.</summary>
    private const string First = "first";

    private bool _isImported;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        if (!_isImported && Directory.Exists(formerFolder))
        {
            // Keys and revocations; those that are known already change nothing.
            foreach (var file in Directory.EnumerateFiles(formerFolder, "*.xml"))
            {
                Store(XElement.Load(file), Path.GetFileNameWithoutExtension(file));
            }
        }
        _isImported = true;
        return List();
    }

    public void StoreElement(XElement element, string friendlyName) => Store(element, List().Count == 0 ? First : friendlyName);

    private void Store(XElement element, string name)
    {
        var key = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        Wait(StoreAsync(name, secrets.EncryptProtectionKey(key, name)));
    }

    private async Task<bool> StoreAsync(string name, byte[] encrypted)
    {
        await store.AddAsync(name, encrypted, CancellationToken.None);
        return true;
    }

    private IReadOnlyList<XElement> List()
    {
        return
        [
            .. Wait(store.ListAsync(CancellationToken.None))
                .Select(key => XElement.Parse(Encoding.UTF8.GetString(secrets.DecryptProtectionKey(key.Content, key.Name)))),
        ];
    }

#pragma warning disable VSTHRD002
    /// <summary>The framework's interface is not async. It asks at the first session, and then once a day.</summary>
    private static T Wait<T>(Task<T> task) => Task.Run(() => task).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
