using Agentic.Orchestration.Api.SignIn;
using Agentic.Orchestration.Identity.OpenIdConnect;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Agentic.Orchestration.Tests.Identity;

/// <summary>Nobody is told that the sign-in was wrong when it was the provider or we who failed.</summary>
public sealed class SignInFailureTests
{
    public static TheoryData<Exception?, int> Failures =>
        new()
        {
            { new NotAdmittedException("No group of yours is known here."), 401 },
            { new SecurityTokenInvalidAudienceException("for others"), 401 },
            { new OpenIdConnectProtocolInvalidNonceException("another nonce"), 401 },
            { new OpenIdConnectProtocolException("the code was used"), 401 },
            { new AuthenticationFailureException("Correlation failed."), 401 },
            { null, 401 },
            { new HttpRequestException("refused"), 503 },
            { new TaskCanceledException("no answer in time"), 503 },
            { new StoreUnavailableException("The store did not commit.", new IOException("disk full")), 503 },
            { new KeyNotFoundException("a mistake of ours"), 500 },
        };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_IsToldAsWhatItWas(Exception? failure, int status) =>
        (OpenIdServices.Explain(failure) as IStatusCodeHttpResult)?.StatusCode.ShouldBe(status);
}
